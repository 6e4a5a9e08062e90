"""What the frameworks of the French State ask for, and what an audit can honestly say of it."""
