"""What is known of languages: their words, how these are formed and inflected, their numbers and dates."""
