/// The look of the HTML report, on a wide screen, a phone and paper, by day and by night.
enum ReportStyle {
    static let sheet = """

        :root{--ink:#1d2430;--soft:#5b6675;--page:#f6f5f2;--card:#fff;--line:#e2dfd8;--ok:#2e8b6d;--what:#a9a294;
        --critical:#b3123a;--high:#d9531e;--medium:#c9900c;--low:#3b78b5;--code:#f0eee9}
        @media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a2a9b4;--page:#15181d;--card:#1e2229;--line:#323843;
        --ok:#4fb893;--what:#6d7480;--critical:#ff5d80;--high:#ff8a55;--medium:#e6b23c;--low:#6fabe6;--code:#272c35}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem;max-width:60rem;background:var(--page);color:var(--ink);
        font:16px/1.55 system-ui,sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
        header{display:flex;gap:1.5rem;align-items:center;margin-bottom:1.5rem}
        h1{margin:0;font-size:1.7rem;line-height:1.2}header p{margin:.2rem 0;color:var(--soft)}
        h2{margin:2rem 0 .75rem;font-size:1.15rem}h3{margin:0;font-size:1.05rem}
        .grade{flex:none;width:6rem;height:6rem;border-radius:1.4rem;display:grid;place-items:center;color:#fff;
        font-size:3.6rem;font-weight:700}
        .g-A{background:#1f7a5c}.g-B{background:#2f6da8}.g-C{background:#93690a}.g-D{background:#b8430f}
        .g-F{background:#a80f36}.g-none{background:#6d7480}
        .note{background:var(--card);border-left:4px solid var(--medium);padding:.6rem .9rem;border-radius:.4rem}
        input[name=layer]{position:absolute;opacity:0;pointer-events:none}
        label{display:grid;grid-template-columns:11rem 1.8rem 1fr;gap:.75rem;align-items:center;padding:.35rem .6rem;
        border-radius:.5rem;cursor:pointer}
        label.all{display:inline-block;color:var(--soft)}
        label:hover,input:checked+label{background:var(--card);box-shadow:0 0 0 1px var(--line)}
        input:focus-visible+label{outline:2px solid var(--low)}
        .small{color:#fff;border-radius:.4rem;text-align:center;font-weight:700}
        .bar{display:flex;gap:2px;height:.8rem;border-radius:.4rem;overflow:hidden}
        .bar i{flex:1;min-width:1px;background:var(--what)}.bar .ok{background:var(--ok)}
        .bar .c-critical{background:var(--critical)}.bar .c-high{background:var(--high)}
        .bar .c-medium{background:var(--medium)}.bar .c-low{background:var(--low)}
        .s-critical{color:var(--critical)}.s-high{color:var(--high)}.s-medium{color:var(--medium)}.s-low{color:var(--low)}
        article,details{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:1rem 1.2rem;
        margin:.75rem 0}
        article{border-left:5px solid var(--low)}.e-critical{border-left-color:var(--critical)}
        .e-high{border-left-color:var(--high)}.e-medium{border-left-color:var(--medium)}
        details{padding:.5rem 1.2rem;margin:.4rem 0}summary{cursor:pointer}
        .not{color:var(--soft);font-weight:400}.id,.refs{color:var(--soft);font-size:.87rem;margin:.25rem 0}
        code{font:.88em/1.45 ui-monospace,monospace;background:var(--code);border-radius:.3rem;padding:.08em .3em}
        ul{padding-left:1.1rem}li{margin:.35rem 0}.place,.wanted{display:block;color:var(--soft);font-size:.9rem}
        .remedy b{display:block}.remedy code{display:block;padding:.6rem .8rem;white-space:pre-wrap}
        footer{margin:2rem 0;color:var(--soft);font-size:.9rem}
        @media(max-width:40rem){body{padding:1rem}.grade{width:4.2rem;height:4.2rem;font-size:2.5rem;border-radius:1rem}
        header{gap:1rem}h1{font-size:1.3rem}label{grid-template-columns:1fr 1.8rem}.bar{grid-column:1/-1}
        article{padding:.8rem .9rem}}
        @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444}body{max-width:none;font-size:11pt;padding:0}
        .grade,.small,.bar i{print-color-adjust:exact;-webkit-print-color-adjust:exact}label.all{display:none}
        article{break-inside:avoid}details{break-inside:avoid}h2{break-after:avoid}}

        """
}
