//! Panics without words. In the app that ships, a panic stops the code at once and shows its message to nobody; yet messages, places
//! in the sources, and the code that would print them are a good part of the widget's download. rustc leaves them out only with a
//! standard library built anew, by flags that are unstable. So it is done here, before the module is split: a call that only ever
//! panics becomes an instruction that stops, what was laid out for it goes, and what nothing refers to any more is dropped by
//! wasm-split.
//!
//! Functions that may panic are often told the place in the sources that they shall name. Once none of them names it, they are told zero.
//!
//! Nothing is moved: what goes is overwritten by instructions that do nothing, together with its relocations. No check is taken away,
//! and no write to memory either, unless it is to the frame of the function that stops there.

use anyhow::{Context, Result, ensure};
use rustc_demangle::demangle;
use std::collections::{HashMap, HashSet};
use std::iter;
use std::ops::Range;
use wasmparser::{
    CompositeInnerType, CustomSectionReader, FunctionBody, KnownCustom, Name, Operator, Parser, Payload,
    TypeRef,
};

#[cfg(test)]
mod tests;

/// What panics, by how the names begin: functions that never return. Those that do nothing but call one of them are found.
const PANICS: [&str; 10] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "core::cell::panic_already_",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::thread::local::panic_access_error",
];

/// How the names of the imports begin by which functions tell wasm-bindgen what they are.
const DESCRIBE: &str = "__wbindgen_describe";

/// The id of a section that no machine reads.
const CUSTOM: u8 = 0;
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;

/// The module, as the linker left it with relocations and names, without what panics say.
pub fn silence(module: &[u8]) -> Result<Vec<u8>> {
    let mut code = Code::read(module)?;
    ensure!(!code.panics.is_empty(), "no function is known to panic: have their names changed?");
    // A function that is found to do nothing but panic is one more for those that call it.
    while code.find(|code, function, found| found.is_whole && code.panics.insert(function))? {}
    // That no parameter is looked at is what is to be disproved.
    let all = (code.imported..).zip(&code.parameters);
    code.ignored = all.flat_map(|(function, count)| (0..*count).map(move |one| (function, one))).collect();
    while code.find(|code, function, found| {
        let removed = found.read.into_values().filter(|one| code.ignored.remove(&(function, *one)));
        removed.count() > 0
    })? {}
    let mut silent = module.to_vec();
    let mut gone: Vec<Range<usize>> = Vec::new();
    code.find(|_, _, found| {
        for range in found.calls.iter().chain(&found.before) {
            silent[range.clone()].fill(NOP);
        }
        for call in &found.calls {
            silent[call.start] = UNREACHABLE;
        }
        for number in &found.addresses {
            // Zero, in as many bytes.
            silent[number.start + 1..number.end].fill(0x80);
            silent[number.end - 1] = 0;
        }
        gone.extend([found.calls, found.before, found.addresses].concat());
        false
    })?;
    gone.sort_by_key(|range| range.start);
    without_relocations(&silent, &code, &gone)
}

/// What is known of the module's code.
struct Code<'a> {
    module: &'a [u8],
    bodies: Vec<FunctionBody<'a>>,
    /// How many parameters each of the bodies takes: its first locals.
    parameters: Vec<u32>,
    /// How many values each function takes and leaves.
    arity: Vec<(usize, usize)>,
    /// Functions before the first body.
    imported: u32,
    panics: HashSet<u32>,
    /// Imports by which functions tell wasm-bindgen what they are.
    describing: HashSet<u32>,
    /// Functions and those of their parameters that they do not look at.
    ignored: HashSet<(u32, u32)>,
    /// The global that points at the frames.
    stack_pointer: u32,
    /// Where the section begins, from which relocations count.
    start: usize,
    section: u32,
    /// Where the code is relocated, in order.
    relocated: Vec<usize>,
    /// With the place where the section before it ends.
    relocations: Option<(usize, CustomSectionReader<'a>)>,
}

/// What is found in one body.
#[derive(Default)]
struct Found {
    /// Calls that panic.
    calls: Vec<Range<usize>>,
    /// What only serves them.
    before: Vec<Range<usize>>,
    /// Nothing else happens in it.
    is_whole: bool,
    /// Addresses that are given to functions that do not look at them.
    addresses: Vec<Range<usize>>,
    /// Where the body looks at its parameters, and at which.
    read: HashMap<usize, u32>,
}

/// What a value on the stack is known to be.
#[derive(Clone, PartialEq)]
enum Value {
    /// An address in the function's own frame.
    Frame,
    Constant,
    /// Of something in the module, by this instruction.
    Address(Range<usize>),
    /// As this instruction found it.
    Parameter(usize),
    Other,
}

/// What is known of the values that the instructions before have left.
#[derive(Default)]
struct Stack(Vec<Value>);

impl Stack {
    fn pop(&mut self) -> Value {
        self.0.pop().unwrap_or(Value::Other)
    }
}

impl<'a> Code<'a> {
    fn read(module: &'a [u8]) -> Result<Self> {
        let mut types = Vec::new();
        let mut functions = Vec::new();
        let mut code = Code {
            module,
            bodies: Vec::new(),
            parameters: Vec::new(),
            arity: Vec::new(),
            describing: HashSet::new(),
            ignored: HashSet::new(),
            imported: 0,
            panics: HashSet::new(),
            stack_pointer: u32::MAX,
            start: 0,
            section: 0,
            relocated: Vec::new(),
            relocations: None,
        };
        let (mut sections, mut end) = (0, 0);
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            let range = payload.as_section().map(|(_, range)| range);
            match payload {
                Payload::TypeSection(section) => {
                    for group in section {
                        types.extend(group?.into_types().map(|one| match one.composite_type.inner {
                            CompositeInnerType::Func(one) => (one.params().len(), one.results().len()),
                            _ => (0, 0),
                        }));
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        if let TypeRef::Func(of) = import.ty {
                            if import.name.starts_with(DESCRIBE) {
                                code.describing.insert(code.arity.len() as u32);
                            }
                            code.arity.push(types[of as usize]);
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    functions = section.into_iter().collect::<Result<Vec<u32>, _>>()?
                }
                Payload::CodeSectionStart { range, .. } => {
                    code.start = range.start;
                    code.section = sections;
                }
                Payload::CodeSectionEntry(body) => code.bodies.push(body),
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => {
                        for part in names {
                            code.name(part?)?;
                        }
                    }
                    KnownCustom::Reloc(relocations) if relocations.section_index() == code.section => {
                        for entry in relocations.entries() {
                            code.relocated.push(code.start + entry?.offset as usize);
                        }
                        code.relocated.sort_unstable();
                        code.relocations = Some((end, section));
                    }
                    _ => {}
                },
                _ => {}
            }
            if let Some(range) = range {
                sections += 1;
                end = range.end;
            }
        }
        code.imported = code.arity.len() as u32;
        code.arity.extend(functions.iter().map(|of| types[*of as usize]));
        code.parameters = functions.iter().map(|of| types[*of as usize].0 as u32).collect();
        code.panics.retain(|of| *of >= code.imported);
        for of in &code.panics {
            let body = &code.bodies[(of - code.imported) as usize];
            let operators: Vec<_> = body.get_operators_reader()?.into_iter().collect::<Result<_, _>>()?;
            let is_endless = matches!(operators.as_slice(), [.., Operator::Unreachable, Operator::End]);
            ensure!(is_endless, "function {of} returns, and was taken for one that panics");
        }
        Ok(code)
    }

    fn name(&mut self, part: Name<'a>) -> Result<()> {
        match part {
            Name::Function(names) => {
                for one in names {
                    let one = one?;
                    let path = format!("{:#}", demangle(one.name));
                    if PANICS.iter().any(|begin| path.starts_with(begin)) {
                        self.panics.insert(one.index);
                    }
                }
            }
            Name::Global(names) => {
                for one in names {
                    let one = one?;
                    if one.name == "__stack_pointer" {
                        self.stack_pointer = one.index;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Looks through all bodies; true if that told anything new.
    fn find(&mut self, mut tell: impl FnMut(&mut Self, u32, Found) -> bool) -> Result<bool> {
        let mut is_new = false;
        for at in 0..self.bodies.len() {
            // Whether a local always holds an address in the frame is known once all that is put into it was seen.
            let mut others = HashSet::new();
            let found = loop {
                let known = others.len();
                let found = self.walk(at, &mut others)?;
                if others.len() == known {
                    break found;
                }
            };
            is_new |= tell(self, self.imported + at as u32, found);
        }
        Ok(is_new)
    }

    fn walk(&self, at: usize, others: &mut HashSet<u32>) -> Result<Found> {
        let mut found = Found::default();
        let mut frames = HashSet::new();
        // What runs in one go before the present instruction, and whether it can go if the code stops there.
        let mut line: Vec<(Range<usize>, bool)> = Vec::new();
        let mut stack = Stack::default();
        let mut is_first = true;
        let mut operators = self.bodies[at].get_operators_reader()?;
        while !operators.eof() {
            let start = operators.original_position();
            let operator = operators.read()?;
            let range = start..operators.original_position();
            let mut assign = |local: u32, value: Value| {
                let is_frame = value == Value::Frame && local >= self.parameters[at];
                let _ = if is_frame { frames.insert(local) } else { others.insert(local) };
            };
            let can_go = match operator {
                Operator::Call { function_index } if self.panics.contains(&function_index) => {
                    let kept = line.iter().rposition(|(_, can_go)| !can_go).map_or(0, |last| last + 1);
                    found.is_whole |= is_first && kept == 0;
                    for (range, _) in line.drain(kept..) {
                        found.read.remove(&range.start);
                        found.before.push(range);
                    }
                    found.calls.push(range.clone());
                    stack.0.clear();
                    None
                }
                Operator::Call { function_index } => {
                    if self.describing.contains(&function_index) {
                        // wasm-bindgen puts something else in the place of this function, which may look at all of them.
                        found.read.extend((0..self.parameters[at]).map(|one| (one as usize, one)));
                    }
                    let (takes, leaves) = self.arity[function_index as usize];
                    for parameter in (0..takes as u32).rev() {
                        match stack.pop() {
                            _ if !self.ignored.contains(&(function_index, parameter)) => {}
                            Value::Address(range) => found.addresses.push(range),
                            Value::Parameter(start) => drop(found.read.remove(&start)),
                            _ => {}
                        }
                    }
                    stack.0.extend(iter::repeat_n(Value::Other, leaves));
                    None
                }
                Operator::LocalGet { local_index } => {
                    let is_frame = frames.contains(&local_index) && !others.contains(&local_index);
                    if local_index < self.parameters[at] {
                        found.read.insert(start, local_index);
                        stack.0.push(Value::Parameter(start));
                    } else {
                        stack.0.push(if is_frame { Value::Frame } else { Value::Other });
                    }
                    Some(true)
                }
                Operator::I32Const { .. } if self.is_relocated(&range) => {
                    stack.0.push(Value::Address(range.clone()));
                    Some(true)
                }
                Operator::LocalSet { local_index } => {
                    assign(local_index, stack.pop());
                    Some(true)
                }
                Operator::LocalTee { local_index } => {
                    let value = stack.pop();
                    assign(local_index, value.clone());
                    // It is in two places now.
                    stack.0.push(if value == Value::Frame { value } else { Value::Other });
                    Some(true)
                }
                Operator::GlobalGet { global_index } => {
                    let is_frame = global_index == self.stack_pointer;
                    stack.0.push(if is_frame { Value::Frame } else { Value::Other });
                    Some(true)
                }
                // Nothing runs in this frame any more.
                Operator::GlobalSet { global_index } => {
                    stack.pop();
                    Some(global_index == self.stack_pointer)
                }
                Operator::I32Add | Operator::I32Sub => {
                    let is_frame = (stack.pop(), stack.pop()) == (Value::Constant, Value::Frame);
                    stack.0.push(if is_frame { Value::Frame } else { Value::Other });
                    Some(true)
                }
                _ => match self.module[start] {
                    // Stores.
                    0x36..=0x3e => {
                        stack.pop();
                        Some(stack.pop() == Value::Frame)
                    }
                    opcode => effect(opcode).map(|(pops, pushed)| {
                        stack.0.truncate(stack.0.len().saturating_sub(pops));
                        stack.0.extend(pushed);
                        true
                    }),
                },
            };
            match can_go {
                Some(can_go) => line.push((range, can_go)),
                None => {
                    if !matches!(operator, Operator::Call { .. }) {
                        stack.0.clear();
                    }
                    line.clear();
                    is_first = false;
                }
            }
        }
        Ok(found)
    }

    fn is_relocated(&self, instruction: &Range<usize>) -> bool {
        let next = self.relocated.partition_point(|offset| *offset < instruction.start);
        self.relocated.get(next).is_some_and(|offset| instruction.contains(offset))
    }
}

/// How many values an instruction takes and what it leaves, if all that it does is that.
fn effect(opcode: u8) -> Option<(usize, Option<Value>)> {
    Some(match opcode {
        // drop, select.
        0x1a => (1, None),
        0x1b => (3, Some(Value::Other)),
        // Loads.
        0x28..=0x35 => (1, Some(Value::Other)),
        // Constants.
        0x41..=0x44 => (0, Some(Value::Constant)),
        // Arithmetic on one value.
        0x45 | 0x50 | 0x67..=0x69 | 0x79..=0x7b | 0x8b..=0x91 | 0x99..=0x9f | 0xa7..=0xc4 => {
            (1, Some(Value::Other))
        }
        // On two.
        0x46..=0xa6 => (2, Some(Value::Other)),
        _ => return None,
    })
}

/// The module without the relocations of what is gone: ranges in their order.
fn without_relocations(module: &[u8], code: &Code, gone: &[Range<usize>]) -> Result<Vec<u8>> {
    let (start, section) = code.relocations.as_ref().context("the code has no relocations")?;
    let KnownCustom::Reloc(relocations) = section.as_known() else { unreachable!("it was found as such") };
    let is_gone = |offset: usize| {
        let next = gone.partition_point(|range| range.end <= offset);
        gone.get(next).is_some_and(|range| range.contains(&offset))
    };
    let entries: Vec<_> = relocations.entries().into_iter_with_offsets().collect::<Result<_, _>>()?;
    let ends = entries.iter().skip(1).map(|(start, _)| *start).chain([section.range().end]);
    let kept: Vec<_> = entries
        .iter()
        .zip(ends)
        .filter(|((_, entry), _)| !is_gone(code.start + entry.offset as usize))
        .map(|((start, _), end)| &module[*start..end])
        .collect();
    let mut content = Vec::new();
    number(section.name().len(), &mut content);
    content.extend_from_slice(section.name().as_bytes());
    number(code.section as usize, &mut content);
    number(kept.len(), &mut content);
    content.extend(kept.concat());
    let mut out = module[..*start].to_vec();
    out.push(CUSTOM);
    number(content.len(), &mut out);
    out.extend(content);
    out.extend_from_slice(&module[section.range().end..]);
    Ok(out)
}

/// Appends an unsigned number as modules hold it.
fn number(mut number: usize, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
