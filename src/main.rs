fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let status = match args.first().map(String::as_str) {
        Some("run") => pvmscope::run::run(args[1..].to_vec()),
        Some("trace") => pvmscope::run::trace(args[1..].to_vec(), Default::default()),
        None => screen(None),
        Some(file) => screen(Some(file)),
    };
    std::process::exit(status);
}

/// Opens the screen on a file, or on the samples.
fn screen(file: Option<&str>) -> i32 {
    let opened = file.map(pvmscope::tui::app::Program::read).transpose().and_then(pvmscope::tui::run);
    match opened {
        Ok(status) => status.into(),
        Err(error) => {
            eprintln!("pvmscope: {error:#}");
            2
        }
    }
}
