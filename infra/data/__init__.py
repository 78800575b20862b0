"""Programs that make the data files that ship from what their publishers give out."""
