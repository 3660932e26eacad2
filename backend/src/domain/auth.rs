use crate::core::Functions;

pub fn register(_functions: &mut Functions) {}
