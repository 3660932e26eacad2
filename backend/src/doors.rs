//! Doors translate and never decide.
