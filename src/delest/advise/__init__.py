"""What could go: rules over page loads and bodies, as Findings."""
