//! Assignments: what is asked of whom, and how far it has come. Core of reports and follow-up; has no pages of its own.
