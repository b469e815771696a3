"""Words as numbers, by numpy, and how often they stand: what makes an archive as quick to read as its vocabulary."""
