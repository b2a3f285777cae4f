-- The report whose schedule paused itself, of letters that say so. No reference: the letter ends with the report.
ALTER TABLE letters ADD COLUMN report_key {int};
