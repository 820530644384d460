"""The page Announcements: what was announced, with verb, tense, date and counterpart."""
