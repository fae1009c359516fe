"""The transfer engine: decide, then do."""
