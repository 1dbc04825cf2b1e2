/// The look of the HTML report, on a wide screen, a phone and paper, by day and by night.
enum ReportStyle {
    static let sheet = """

        :root{--ink:#1c2330;--soft:#5b6675;--page:#f5f4f1;--card:#fff;--line:#e3e0d9;--ok:#2e8b6d;--what:#a9a294;
        --critical:#b3123a;--high:#d9531e;--medium:#b27c06;--low:#3b78b5;--code:#f1efea;
        --shell:linear-gradient(115deg,#e9f2f0,#f3ecf3 30%,#eef1f9 55%,#f7f1e8 80%,#eaf3ee)}
        @media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a2a9b4;--page:#14171c;--card:#1d2128;--line:#323843;
        --ok:#4fb893;--what:#6d7480;--critical:#ff5d80;--high:#ff8a55;--medium:#e6b23c;--low:#6fabe6;--code:#272c35;
        --shell:linear-gradient(115deg,#1d2a2b,#292231 30%,#212739 55%,#2c2822 80%,#1f2b27)}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem;max-width:62rem;background:var(--page);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
        header{display:flex;gap:1.6rem;align-items:center;padding:1.6rem 1.8rem;border-radius:1.2rem;
        background:var(--shell);border:1px solid var(--line)}
        header p{margin:.15rem 0;color:var(--soft)}h1{margin:0;font-size:1.9rem;line-height:1.15;letter-spacing:-.01em}
        header .brand{font-size:.8rem;letter-spacing:.14em;text-transform:uppercase}
        h2{margin:2.2rem 0 .75rem;font-size:1.15rem}h3{margin:0;font-size:1.06rem;line-height:1.35}
        .count{color:var(--soft);font-weight:400}
        .grade{flex:none;width:7rem;height:7rem;border-radius:1.6rem;display:grid;place-items:center;color:#fff;
        font-size:4.2rem;font-weight:700;box-shadow:0 6px 20px rgb(0 0 0/.18)}
        .g-A{background:#1f7a5c}.g-B{background:#2f6da8}.g-C{background:#8a6209}.g-D{background:#b8430f}
        .g-F{background:#a80f36}.g-none{background:#6d7480}
        .tally{margin-top:.6rem!important}
        .chip{display:inline-block;margin:.15rem .1rem .15rem 0;padding:.1rem .6rem;border-radius:1rem;font-size:.88rem;
        background:var(--card);border:1px solid var(--line);color:var(--ink);font-weight:600}
        span.chip{font-weight:400;color:var(--soft)}
        .chip.e-critical{color:var(--critical)}.chip.e-high{color:var(--high)}.chip.e-medium{color:var(--medium)}
        .chip.e-low{color:var(--low)}.chip.e-none{color:var(--ok)}
        .note,nav{background:var(--card);border:1px solid var(--line);padding:.7rem 1.1rem;border-radius:.7rem}
        .note{border-left:5px solid var(--medium)}nav{margin-top:1.2rem;padding-bottom:.2rem}
        nav h2{margin:.2rem 0 0;font-size:1rem}nav ol{margin:.4rem 0 .6rem;padding-left:1.4rem}a{color:inherit}
        input[name=layer]{position:absolute;opacity:0;pointer-events:none}
        label,.absent{display:grid;grid-template-columns:11rem 1.8rem 1fr 3.2rem;gap:.8rem;align-items:center;
        padding:.36rem .7rem;border-radius:.5rem}label{cursor:pointer}
        label.all{display:inline-block;color:var(--soft)}
        label:hover,input:checked+label{background:var(--card);box-shadow:0 0 0 1px var(--line)}
        input:focus-visible+label{outline:2px solid var(--low)}
        .absent{margin:0;color:var(--soft);display:flex;font-size:.93rem}.absent span{flex:none;width:11rem}
        .ratio{text-align:right;color:var(--soft);font-size:.88rem;font-variant-numeric:tabular-nums}
        .small{color:#fff;border-radius:.4rem;text-align:center;font-weight:700}
        .bar{display:flex;gap:2px;height:.8rem;border-radius:.4rem;overflow:hidden}
        .bar i{flex:1;min-width:1px}.legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.25rem;
        margin:0 .3rem 0 .7rem;vertical-align:-.05rem}.legend{color:var(--soft);font-size:.85rem;margin:.5rem 0 0}
        i{background:var(--what)}i.ok{background:var(--ok)}
        i.c-critical{background:var(--critical)}i.c-high{background:var(--high)}
        i.c-medium{background:var(--medium)}i.c-low{background:var(--low)}
        .s-critical{color:var(--critical)}.s-high{color:var(--high)}.s-medium{color:var(--medium)}.s-low{color:var(--low)}
        article,details{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.3rem;
        margin:.8rem 0}
        article{border-left:5px solid var(--low);scroll-margin-top:1rem}article.e-critical{border-left-color:var(--critical)}
        article.e-high{border-left-color:var(--high)}article.e-medium{border-left-color:var(--medium)}
        article:target{box-shadow:0 0 0 3px var(--low)}
        details{padding:.5rem 1.2rem;margin:.35rem 0}summary{cursor:pointer}summary code{color:var(--soft)}
        .more{border:0;padding:0 0 0 1.1rem;margin:0;background:none;color:var(--soft);font-size:.93rem}
        .id,.refs{color:var(--soft);font-size:.87rem;margin:.25rem 0}
        code{font:.88em/1.45 ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--code);border-radius:.3rem;
        padding:.08em .3em;-webkit-box-decoration-break:clone;box-decoration-break:clone}
        ul{padding-left:1.1rem;margin:.6rem 0}li{margin:.3rem 0}.place,li .expected{display:block}
        .place,.expected{color:var(--soft);font-size:.9rem;margin:.1rem 0}
        .fix b,.attack b{display:block;font-size:.82rem;color:var(--soft);margin-bottom:.15rem}
        .fix code{display:block;padding:.65rem .85rem;white-space:pre-wrap}
        footer{margin:2.5rem 0 1rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
        @media(max-width:40rem){body{padding:.8rem}header{gap:1rem;padding:1rem;align-items:flex-start}
        .grade{width:4.4rem;height:4.4rem;font-size:2.7rem;border-radius:1.1rem}h1{font-size:1.35rem}
        label{grid-template-columns:1fr auto 1.8rem;gap:.3rem .7rem}label .bar{grid-column:1/-1;grid-row:2}
        label .ratio{grid-column:2;grid-row:1}label .small{grid-column:3;grid-row:1}
        .absent span{width:auto;flex:1}article{padding:.9rem 1rem}details{padding:.5rem .9rem}}
        @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--code:#f3f3f3}
        body{max-width:none;font-size:10.5pt;padding:0}header{border:0;padding:0;background:none}
        .grade,.small,.bar i,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .grade{box-shadow:none}label.all{display:none}label{padding:.15rem 0}
        article,details,nav{break-inside:avoid}h2{break-after:avoid}}

        """
}
