//! Cards in git: staged, pushed, received.
