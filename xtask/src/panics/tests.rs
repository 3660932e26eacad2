use super::{Code, silence};
use std::fs;
use std::process::Command;
use wasmparser::{Operator, Validator};

/// An index that is checked, and a function that is told its caller's place and names it only when it panics.
const SOURCE: &str = r#"
#![no_std]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! { core::arch::wasm32::unreachable() }
#[unsafe(no_mangle)]
pub extern "C" fn pick(list: &[u32; 4], at: usize) -> u32 { list[at] }
#[track_caller] #[inline(never)]
fn half(number: u32) -> u32 { assert!(number % 2 == 0, "{number} is odd"); number / 2 }
#[unsafe(no_mangle)]
pub extern "C" fn quarter(number: u32) -> u32 { half(half(number)) }
"#;

fn compiled() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (source, module) = (folder.path().join("odd.rs"), folder.path().join("odd.wasm"));
    fs::write(&source, SOURCE).unwrap();
    let arguments = ["--edition=2024", "--crate-type=cdylib", "--target", crate::wasm::TARGET];
    let settings = ["-Copt-level=z", "-Cpanic=abort", "-Cstrip=none", "-Clink-args=--emit-relocs"];
    let status =
        Command::new("rustc").args(arguments).args(settings).arg(&source).arg("-o").arg(&module).status();
    assert!(status.unwrap().success());
    fs::read(module).unwrap()
}

/// The instructions of the exported function.
fn body<'a>(code: &Code<'a>, module: &'a [u8], name: &str) -> Vec<Operator<'a>> {
    let exports = wasmparser::Parser::new(0).parse_all(module).find_map(|payload| match payload.unwrap() {
        wasmparser::Payload::ExportSection(exports) => Some(exports),
        _ => None,
    });
    let mut exports = exports.unwrap().into_iter().map(Result::unwrap);
    let index = exports.find(|export| export.name == name).unwrap().index;
    let body = &code.bodies[(index - code.imported) as usize];
    body.get_operators_reader().unwrap().into_iter().map(Result::unwrap).collect()
}

#[test]
fn a_check_stays_and_what_it_says_goes() {
    let loud = compiled();
    let silent = silence(&loud).unwrap();
    Validator::new().validate_all(&silent).unwrap();
    let (before, after) = (Code::read(&loud).unwrap(), Code::read(&silent).unwrap());
    assert!(after.relocated.len() < before.relocated.len());
    let is_call = |one: &Operator| matches!(one, Operator::Call { .. });
    let is_check = |one: &Operator| matches!(one, Operator::BrIf { .. } | Operator::If { .. });
    let (before, after) = (body(&before, &loud, "pick"), body(&after, &silent, "pick"));
    assert!(before.iter().any(is_call) && before.iter().any(is_check), "{before:?}");
    assert!(!after.iter().any(is_call) && after.iter().any(is_check), "{after:?}");
    assert!(after.iter().any(|one| matches!(one, Operator::Unreachable)));
}

#[test]
fn a_function_that_names_no_place_is_told_none() {
    let loud = compiled();
    let silent = silence(&loud).unwrap();
    let places = |module| {
        let code = Code::read(module).unwrap();
        let body = body(&code, module, "quarter");
        body.iter().filter(|one| matches!(one, Operator::I32Const { value } if *value != 0)).count()
    };
    assert_eq!((places(&loud), places(&silent)), (2, 0));
}
