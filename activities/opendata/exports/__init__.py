"""Files of whatever a filter finds: complete, written as they are read, each with its proof and its licence."""
