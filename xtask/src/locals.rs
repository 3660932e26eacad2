//! The locals of each function in the order of how often they are named. What is named most gets the same few numbers in all functions,
//! which compression likes: half a percent of the widget's download.

use std::collections::HashMap;
use walrus::ir::{Visitor, VisitorMut, dfs_in_order, dfs_pre_order_mut};
use walrus::{LocalId, Module};

/// Renumbers the locals of every function; parameters stay.
pub fn sort(module: &mut Module) {
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for id in functions {
        let function = module.funcs.get(id).kind.unwrap_local();
        let mut uses = Uses::default();
        dfs_in_order(&mut uses, function, function.entry_block());
        let mut sorted: Vec<_> = uses
            .0
            .iter()
            .filter(|(local, _)| !function.args.contains(local))
            .map(|(local, uses)| (*local, *uses))
            .collect();
        // Of those that are named equally often the one that is named first.
        sorted.sort_by_key(|(_, uses)| (std::cmp::Reverse(uses.count), uses.first));
        let fresh =
            sorted.into_iter().map(|(local, _)| (local, module.locals.add(module.locals.get(local).ty())));
        let mut renumbered = Renumbered(fresh.collect());
        let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut renumbered, function, entry);
    }
}

/// How often each local is named, and where it is for the first time.
#[derive(Default)]
struct Uses(HashMap<LocalId, Use>);

#[derive(Clone, Copy)]
struct Use {
    count: usize,
    first: usize,
}

impl Visitor<'_> for Uses {
    fn visit_local_id(&mut self, local: &LocalId) {
        let first = self.0.len();
        self.0.entry(*local).or_insert(Use { count: 0, first }).count += 1;
    }
}

struct Renumbered(HashMap<LocalId, LocalId>);

impl VisitorMut for Renumbered {
    fn visit_local_id_mut(&mut self, local: &mut LocalId) {
        if let Some(fresh) = self.0.get(local) {
            *local = *fresh;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;
    use walrus::{FunctionBuilder, Module, ValType};
    use wasmparser::{Operator, Parser, Payload};

    #[test]
    fn what_is_named_most_comes_first_behind_the_parameters() {
        let mut module = Module::default();
        let [parameter, rare, frequent] = [(); 3].map(|()| module.locals.add(ValType::I32));
        let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[]);
        function.func_body().local_get(parameter).local_set(rare);
        function.func_body().local_get(parameter).local_tee(frequent).local_set(frequent);
        let id = function.finish(vec![parameter], &mut module.funcs);
        module.exports.add("run", id);
        sort(&mut module);
        let bytes = module.emit_wasm();
        let body = Parser::new(0).parse_all(&bytes).find_map(|payload| match payload.unwrap() {
            Payload::CodeSectionEntry(body) => Some(body),
            _ => None,
        });
        let named: Vec<_> =
            body.unwrap().get_operators_reader().unwrap().into_iter().map(Result::unwrap).collect();
        assert!(
            matches!(
                named[..],
                [
                    Operator::LocalGet { local_index: 0 },
                    Operator::LocalSet { local_index: 2 },
                    Operator::LocalGet { local_index: 0 },
                    Operator::LocalTee { local_index: 1 },
                    Operator::LocalSet { local_index: 1 },
                    Operator::End
                ]
            ),
            "{named:?}"
        );
    }
}
