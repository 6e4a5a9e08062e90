"""What a dashboard or a README shows of an audit: metrics and a badge."""
