//! The types of functions that a module names. A chunk comes with all types of the module that it was cut out of: a good part of the
//! small ones.

use std::collections::HashSet;
use walrus::ir::{InstrSeq, InstrSeqType, Visitor, dfs_in_order};
use walrus::{FunctionKind, ImportKind, Module, TypeId};

/// Removes the types that nothing in the module names.
pub fn prune(module: &mut Module) {
    let mut named = Named::default();
    for function in module.funcs.iter() {
        named.0.insert(function.ty());
        if let FunctionKind::Local(local) = &function.kind {
            dfs_in_order(&mut named, local, local.entry_block());
        }
    }
    for import in module.imports.iter() {
        if let ImportKind::Function(function) = import.kind {
            named.0.insert(module.funcs.get(function).ty());
        }
    }
    named.0.extend(module.tags.iter().map(|tag| tag.ty));
    let unnamed: Vec<_> =
        module.types.iter().map(|one| one.id()).filter(|id| !named.0.contains(id)).collect();
    unnamed.into_iter().for_each(|id| module.types.delete(id));
}

#[derive(Default)]
struct Named(HashSet<TypeId>);

impl Visitor<'_> for Named {
    fn start_instr_seq(&mut self, sequence: &InstrSeq) {
        if let InstrSeqType::MultiValue(id) = sequence.ty {
            self.0.insert(id);
        }
    }

    fn visit_type_id(&mut self, id: &TypeId) {
        self.0.insert(*id);
    }
}

#[cfg(test)]
mod tests {
    use super::prune;
    use walrus::{FunctionBuilder, Module, ValType};

    #[test]
    fn what_is_called_or_defined_keeps_its_type() {
        let mut module = Module::default();
        let [unnamed, called] = [ValType::F64, ValType::F32].map(|of| module.types.add(&[of], &[of]));
        let table = module.tables.add_local(false, 1, None, walrus::RefType::FUNCREF);
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32, ValType::I64]);
        function.func_body().f32_const(1.0).i32_const(0).call_indirect(called, table).drop();
        function.func_body().i32_const(1).i64_const(2);
        let id = function.finish(Vec::new(), &mut module.funcs);
        module.exports.add("run", id);
        let own = module.funcs.get(id).ty();
        prune(&mut module);
        let left: Vec<_> = module.types.iter().map(|one| one.id()).collect();
        assert!(left.contains(&called) && left.contains(&own) && !left.contains(&unnamed), "{left:?}");
        wasmparser::validate(&module.emit_wasm()).expect("a whole module");
    }
}
