"""An audit as tables for spreadsheets: CSV, XLSX and OpenDocument."""
