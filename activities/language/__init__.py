"""French and English texts, without a model: folding, stems, synonyms, dates, numbers."""
