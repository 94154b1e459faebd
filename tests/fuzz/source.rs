//! A text through every stage: each must come to an end with a product or an error.

use pvmscope::compile::{Mode, Options, Stages, compile};
use pvmscope::lex::{Listed, Reader};
use pvmscope::source::{Interner, Source};
use pvmscope::{ast, bytecode, lex, parse};

pub fn all_stages(input: &[u8]) -> Result<(), String> {
    let readers = [Reader::Bytes, Reader::File].map(|reader| Source::decode("case.py", input, reader));
    let [_, file] = readers.map(|read| {
        if let Err(wrong) = &read {
            let _ = (wrong.error.render(Some(&wrong.source)), wrong.error.place(&wrong.source));
        }
        read
    });
    let Ok(source) = file else { return Ok(()) };
    if let Ok(listed) = Listed::read("case.py", input)
        && let Err(error) = lex::dump::tokens_text(&listed)
    {
        let _ = (error.render(Some(&source)), error.place(&source));
    }
    let mut interner = Interner::default();
    if let Ok((root, _)) = parse::parse_module(&source, &mut interner) {
        let _ = ast::dump::dump(&root, &interner);
    }
    let stages = Stages::new(&source, &Options::default());
    if let Some(error) = &stages.error {
        let _ = (error.render(Some(&source)), error.place(&source));
    }
    for (optimize, mode) in
        [(1, Mode::Module), (2, Mode::Module), (0, Mode::Interactive), (0, Mode::Expression)]
    {
        let options = Options { optimize, mode, ..Options::default() };
        let Ok((code, _)) = compile(&source, &options) else { continue };
        let bytes = bytecode::marshal::write(&code).map_err(|e| format!("the code is not written: {e:?}"))?;
        let read = bytecode::marshal::read(&bytes).map_err(|e| format!("our own code is not read: {e:?}"))?;
        let again =
            bytecode::marshal::write(&read).map_err(|e| format!("what was read is not written: {e:?}"))?;
        if again.len() > bytes.len() * 2 + 100 {
            return Err("what was read is written much longer".into());
        }
    }
    Ok(())
}
