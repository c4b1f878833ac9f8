"""Words: confusable ones, out of date ones, those the office refuses."""
