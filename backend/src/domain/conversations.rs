mod reassign;

use crate::core::Functions;

pub use reassign::reassign;

pub fn register(_functions: &mut Functions) {}
