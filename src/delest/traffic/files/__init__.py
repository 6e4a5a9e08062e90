"""Files that users give: opened, unpacked, and what their cells say of pages."""
