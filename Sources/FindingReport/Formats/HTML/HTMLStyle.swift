extension HTMLReport {
    /// The style sheet: light and dark, phone to paper, without any font or image of its own.
    ///
    /// On paper everything is open: Chromium 156 prints a closed `details` without its content unless
    /// `::details-content` is made visible.
    static let style: StaticString = """
        :root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--paper:#fff;--card:#f6f8fa;--rule:#d0d7de;\
        --critical:#a40e26;--high:#c4432b;--medium:#9a6700;--low:#0969da;--info:#57606a;--up:#bc4c00;--down:#0969da;--plain:#8c959f}
        @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--quiet:#9198a1;--paper:#0d1117;--card:#161b22;--rule:#30363d;\
        --critical:#ff7b72;--high:#ffa198;--medium:#e3b341;--low:#79c0ff;--info:#9198a1;--up:#ffa657;--down:#79c0ff;--plain:#6e7681}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:72rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .25rem}
        p{margin:.25rem 0}.quiet,caption,figcaption{color:var(--quiet)}
        code,.name{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);padding:.5rem;border:1px solid var(--rule);border-radius:6px;margin:.25rem 0}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption{text-align:left;padding:.25rem 0}th,td{padding:.3rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th{white-space:nowrap}td.name{min-width:9rem}th.number,.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        .critical{--tone:var(--critical)}.high{--tone:var(--high)}.medium{--tone:var(--medium)}.low{--tone:var(--low)}.info{--tone:var(--info)}
        .badge{color:var(--tone);border:1px solid;border-radius:1em;padding:0 .6em;font-weight:600;font-size:.85rem;white-space:nowrap}
        details{border:1px solid var(--rule);border-left:4px solid var(--tone);border-radius:6px;margin:.75rem 0;padding:.5rem 1rem;background:var(--card)}
        summary{cursor:pointer;font-weight:600;overflow-wrap:anywhere}a{color:var(--low)}
        :focus-visible{outline:3px solid var(--low);outline-offset:2px}
        .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
        svg{width:100%;max-width:45rem;height:auto;display:block}svg text{font-size:12px;fill:var(--quiet)}svg line{stroke:var(--rule)}
        .up{fill:var(--up)}.down{fill:var(--down)}circle.ordinary{fill:var(--plain);fill-opacity:.5}circle:not(.ordinary){fill:var(--tone);stroke:var(--paper)}
        .bars td.bar{width:60%}.bars span{display:block;height:1.1em;background:var(--low);border-radius:2px}.bars th{font-weight:400;white-space:nowrap}
        .key{margin-right:1.5em}.key::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.3em;background:var(--key)}
        figure{margin:.5rem 0}
        @media (max-width:40rem){body{padding:.5rem;font-size:15px}dl{grid-template-columns:1fr}dt{margin-top:.3rem}details{padding:.5rem}.bars td.bar{width:30%}.bars td.number{white-space:normal}svg{min-width:36rem}}
        @media print{h2,h3{break-after:avoid}:root{--ink:#000;--paper:#fff;--card:#fff;--quiet:#333;--rule:#999}body{max-width:none;font-size:10pt}\
        details{break-inside:avoid-page}details::details-content{content-visibility:visible;display:block}.scroll{overflow:visible}svg{min-width:0}a{color:inherit;text-decoration:none}.skip{display:none}}
        """
}
