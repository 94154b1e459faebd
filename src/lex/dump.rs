//! The token listing.
