//! Vectors of length one, so that what is near is told by a product.

/// The same direction with length one; none for a vector without a direction.
pub fn unit(vector: &[f32]) -> Option<Vec<f32>> {
    let length = vector.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>().sqrt();
    let is_direction = length.is_finite() && length > 0.0;
    is_direction.then(|| vector.iter().map(|number| (f64::from(*number) / length) as f32).collect())
}

/// As it is stored.
pub fn packed(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The cosine of two vectors of length one, the second as it is stored; none if their lengths differ.
pub fn similarity(wanted: &[f32], stored: &[u8]) -> Option<f32> {
    if wanted.len() * 4 != stored.len() {
        return None;
    }
    let numbers = stored.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
    Some(wanted.iter().zip(numbers).map(|(a, b)| a * b).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_the_same_way_is_near_however_long_it_is() {
        let (a, b) = (unit(&[3.0, 4.0]).unwrap(), unit(&[30.0, 40.0]).unwrap());
        assert!((similarity(&a, &packed(&b)).unwrap() - 1.0).abs() < 1e-6);
        assert!(similarity(&a, &packed(&unit(&[-4.0, 3.0]).unwrap())).unwrap().abs() < 1e-6);
        assert_eq!(similarity(&a, &packed(&[1.0])), None);
        assert!(unit(&[0.0, 0.0]).is_none());
    }
}
