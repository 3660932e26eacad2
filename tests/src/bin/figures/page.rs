//! The widget in a host page.
pub async fn report() {}
