"""What is known of a site beside its pages, and how politely it is asked."""
