"""Pictures of the figures, drawn here and not in the browser: what is counted, where it lies on the drawing."""
