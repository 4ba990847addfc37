"""What attendees said of an event, and the questionnaires they were asked with."""
