//! Drafts, handing in, receipts and counts. Core of reports and follow-up; has no pages of its own.
