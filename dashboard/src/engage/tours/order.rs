//! Moving one thing of a list to another place.

/// The order with `one` at `to`; none where that changes nothing.
pub fn moved<T: Copy + PartialEq>(order: &[T], one: T, to: usize) -> Option<Vec<T>> {
    let at = order.iter().position(|it| *it == one)?;
    if at == to || to >= order.len() {
        return None;
    }
    let mut moved = order.to_vec();
    moved.remove(at);
    moved.insert(to, one);
    Some(moved)
}

/// One further up (-1) or down (1).
pub fn stepped<T: Copy + PartialEq>(order: &[T], one: T, by: isize) -> Option<Vec<T>> {
    let at = order.iter().position(|it| *it == one)?;
    moved(order, one, at.checked_add_signed(by)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stands_where_it_is_put_and_the_others_keep_their_order() {
        let order = ['a', 'b', 'c', 'd'];
        assert_eq!(moved(&order, 'a', 2), Some(vec!['b', 'c', 'a', 'd']));
        assert_eq!(moved(&order, 'd', 0), Some(vec!['d', 'a', 'b', 'c']));
        assert_eq!(moved(&order, 'b', 1), None);
        assert_eq!(moved(&order, 'b', 4), None);
        assert_eq!(moved(&order, 'x', 0), None);
    }

    #[test]
    fn a_step_goes_up_and_down_within_the_list() {
        let order = [1, 2, 3];
        assert_eq!(stepped(&order, 2, -1), Some(vec![2, 1, 3]));
        assert_eq!(stepped(&order, 2, 1), Some(vec![1, 3, 2]));
        assert_eq!(stepped(&order, 1, -1), None);
        assert_eq!(stepped(&order, 3, 1), None);
    }
}
