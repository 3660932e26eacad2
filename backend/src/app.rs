//! Every door on one page.
