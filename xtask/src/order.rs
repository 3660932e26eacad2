//! Functions in an order in which each resembles the one before it. A module that walrus wrote has them by size; beside its like a
//! function compresses better: two percent of the widget's main module.

use anyhow::Result;
use std::collections::{HashMap, HashSet};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// Bytes that are compared at once: about one instruction.
const PIECE: usize = 3;

/// The module with its functions in that order.
pub fn by_likeness(module: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = chain(&bodies);
    let mut fresh = vec![0; order.len()];
    for (place, at) in (0..).zip(&order) {
        fresh[*at] = place;
    }
    let mut ordered = wasm_encoder::Module::new();
    Ordered { imported, order, fresh }.parse_core_module(&mut ordered, Parser::new(0), module)?;
    Ok(ordered.finish())
}

/// Begins with the first; then always that of the others which has most in common with the last, for its length.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    // Numbers instead of the pieces themselves: what follows goes through them many million times.
    let mut numbers: HashMap<&[u8], usize> = HashMap::new();
    let mut having: Vec<Vec<usize>> = Vec::new();
    let mut pieces: Vec<Vec<usize>> = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        let different: HashSet<&[u8]> = body.windows(PIECE).collect();
        let numbered = different.into_iter().map(|piece| {
            let number = *numbers.entry(piece).or_insert(having.len());
            if number == having.len() {
                having.push(Vec::new());
            }
            having[number].push(at);
            number
        });
        pieces.push(numbered.collect());
    }
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    let mut common = vec![0_usize; bodies.len()];
    while !left.is_empty() {
        // Short ones, of which everything is common, do not break the chain. Among equals the first, so that each build is the same.
        let likeness = |at: usize| common[at] as f64 / (pieces[at].len() + 8) as f64;
        let best = (1..left.len())
            .fold(0, |best, next| if likeness(left[next]) > likeness(left[best]) { next } else { best });
        let last = left.remove(best);
        order.push(last);
        common.fill(0);
        for piece in &pieces[last] {
            for at in &having[*piece] {
                common[*at] += 1;
            }
        }
    }
    order
}

/// Writes the module with its functions in another order, and whatever names them by their new numbers.
struct Ordered {
    /// Functions before the first of these.
    imported: u32,
    /// Which function stands at each place.
    order: Vec<usize>,
    /// The place of each.
    fresh: Vec<u32>,
}

impl Reencode for Ordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        let own = function.checked_sub(self.imported);
        Ok(own.map_or(function, |own| self.imported + self.fresh[own as usize]))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut wasm_encoder::FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for at in &self.order {
            functions.function(types[*at]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut wasm_encoder::CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for at in self.order.clone() {
            utils::parse_function_body(self, code, bodies[at].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::by_likeness;
    use walrus::{FunctionBuilder, Module, ValType};
    use wasmparser::{ExternalKind, Operator, Parser, Payload};

    /// Adds the numbers up, then calls a function if there is one.
    fn adds(module: &mut Module, numbers: &[i32], then: Option<walrus::FunctionId>) -> walrus::FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        let mut body = function.func_body();
        body.i32_const(0);
        for number in numbers {
            body.i32_const(*number).binop(walrus::ir::BinaryOp::I32Add);
        }
        if let Some(then) = then {
            body.call(then).binop(walrus::ir::BinaryOp::I32Add);
        }
        function.finish(vec![], &mut module.funcs)
    }

    #[test]
    fn like_stands_beside_like_and_calls_and_exports_follow() {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[ValType::I32]);
        module.add_import_func("page", "given", kind);
        // By size, as walrus writes them: one of each kind by turns.
        let odd: Vec<i32> = (0..40).map(|number| 70_001 + 2 * number).collect();
        let even: Vec<i32> = (0..40).map(|number| 500_000 + 2 * number).collect();
        let called = adds(&mut module, &even[..36], None);
        let functions = [
            adds(&mut module, &odd, None),
            adds(&mut module, &even[..38], Some(called)),
            adds(&mut module, &odd[..37], None),
            called,
        ];
        for (name, function) in ["a", "b", "c", "d"].into_iter().zip(functions) {
            module.exports.add(name, function);
        }
        let ordered = by_likeness(&module.emit_wasm()).expect("a module");
        wasmparser::validate(&ordered).expect("valid");
        let (mut numbers, mut calls, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&ordered) {
            match payload.expect("a section") {
                Payload::ExportSection(exports) => {
                    for export in exports.into_iter().map(Result::unwrap) {
                        assert_eq!(export.kind, ExternalKind::Func);
                        numbers.push((export.name.to_owned(), export.index));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().unwrap().into_iter().map(Result::unwrap);
                    let found: Vec<_> = operators.collect();
                    lengths.push(found.len());
                    calls.extend(found.iter().filter_map(|operator| match operator {
                        Operator::Call { function_index } => Some(*function_index),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        numbers.sort();
        let number = |name: &str| numbers.iter().find(|(own, _)| own == name).unwrap().1;
        let places = ["a", "b", "c", "d"].map(number);
        assert_eq!((places[2] as i32 - places[0] as i32).abs(), 1, "{places:?}");
        assert_eq!((places[3] as i32 - places[1] as i32).abs(), 1, "{places:?}");
        assert_eq!(calls, [places[3]]);
        // Behind the import, each export is the function that it was.
        assert_eq!(lengths[places[0] as usize - 1], 2 * odd.len() + 2);
    }
}
