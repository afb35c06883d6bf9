"""Out of studyplan, in the formats of other programs: the calendar so far."""
