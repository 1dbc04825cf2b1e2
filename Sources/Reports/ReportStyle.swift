/// The look of the HTML report, on a wide screen, a phone and paper, by day and by night.
///
/// Every color of text has a contrast of at least 4.5 to what it stands on (WCAG 2.2, AA).
enum ReportStyle {
    static let sheet = """

        :root{--ink:#1c2330;--soft:#525c6a;--page:#f5f4f1;--card:#fff;--line:#ddd9d0;--ok:#1f7a5c;--code:#f1efea;
        --critical:#a80f36;--high:#b0400d;--medium:#7d5804;--low:#2b639b;
        --shell:linear-gradient(115deg,#e9f2f0,#f3ecf3 30%,#eef1f9 55%,#f7f1e8 80%,#eaf3ee)}
        @media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a9b0bb;--page:#14171c;--card:#1d2128;--line:#363d48;
        --ok:#5cc79f;--code:#272c35;--critical:#ff7d99;--high:#ff9a6b;--medium:#e6b23c;--low:#84b9ee;
        --shell:linear-gradient(115deg,#1d2a2b,#292231 30%,#212739 55%,#2c2822 80%,#1f2b27)}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.25rem;max-width:66rem;background:var(--page);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
        header{display:flex;gap:1.4rem;align-items:center;padding:1.1rem 1.4rem;border-radius:1rem;
        background:var(--shell);border:1px solid var(--line)}
        header p{margin:.15rem 0}h1{margin:0;font-size:1.5rem;line-height:1.2}
        header .brand{font-size:.78rem;letter-spacing:.12em;text-transform:uppercase;color:var(--soft)}
        .verdict{font-weight:600}.tally,.soft,.hint{color:var(--soft)}
        fieldset{border:0;margin:1.5rem 0 0;padding:0}legend{font-size:1.1rem;font-weight:700;margin-bottom:.6rem;padding:0}
        .hint{font-size:.87rem;font-weight:400;margin-left:.4rem}
        h2{margin:1.5rem 0 .6rem;font-size:1.1rem}h3{margin:0;font-size:1rem;line-height:1.35}
        .count{color:var(--soft);font-weight:400}
        .grade{flex:none;width:5.4rem;height:5.4rem;border-radius:1.2rem;display:grid;place-items:center;color:#fff;
        font-size:3.3rem;font-weight:700}
        .g-A{background:#1f7a5c}.g-B{background:#2f6da8}.g-C{background:#7d5804}.g-D{background:#a4480c}
        .g-E{background:#9c2f1b}.g-F{background:#a80f36}.g-none{background:#5d6570}
        .top{display:grid;grid-template-columns:1fr 1fr;gap:.8rem;margin-top:.9rem}
        .top>*,.note{background:var(--card);border:1px solid var(--line);padding:.8rem 1.1rem;border-radius:.7rem}
        .note{border-left:5px solid var(--medium)}.top h2{margin:0 0 .4rem}.top p{margin:.3rem 0}
        ol{margin:.2rem 0;padding-left:1.3rem}li{margin:.25rem 0}a{color:inherit}
        .choices{display:flex;flex-wrap:wrap;gap:.35rem}
        .choices input{position:absolute;opacity:0;pointer-events:none}
        label{cursor:pointer;padding:.2rem .6rem;border-radius:1rem;border:1px solid var(--line);background:var(--card);
        white-space:nowrap}
        input:checked+label{outline:2px solid var(--ink)}input:focus-visible+label{outline:3px solid var(--low)}
        .small{color:#fff;border-radius:.35rem;padding:0 .35rem;font-weight:700}
        details.row{background:var(--card);border:1px solid var(--line);border-radius:.5rem;margin:.25rem 0;
        scroll-margin-top:1rem}
        details.row>summary{display:grid;grid-template-columns:4.6rem 1fr 11rem;gap:.7rem;padding:.35rem .8rem;
        cursor:pointer;list-style:none;align-items:baseline}
        details.row>summary::-webkit-details-marker{display:none}
        details.row>summary:hover{background:var(--code)}details.row:target{outline:3px solid var(--low)}
        details.row:not([class*=" e-"])>summary{grid-template-columns:1fr auto}
        .all-good>summary{cursor:pointer}.all-good h2{display:inline-block}
        .group{color:var(--soft);font-size:.87rem;text-align:right}
        .chip{display:inline-block;margin-left:.45rem;padding:0 .5rem;border-radius:1rem;font-size:.8rem;
        border:1px solid var(--line);color:var(--soft);white-space:nowrap}
        .s-critical{color:var(--critical)}.s-high{color:var(--high)}.s-medium{color:var(--medium)}.s-low{color:var(--low)}
        article{border-top:1px solid var(--line);padding:.9rem 1.1rem}
        .more{color:var(--soft);font-size:.9rem}.more summary{cursor:pointer}
        .id,.refs{color:var(--soft);font-size:.85rem;margin:.2rem 0}
        code{font:.88em/1.45 ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--code);border-radius:.3rem;
        padding:.08em .3em;-webkit-box-decoration-break:clone;box-decoration-break:clone}
        ul{padding-left:1.1rem;margin:.5rem 0}.place,li .expected{display:block}
        .place,.expected{color:var(--soft);font-size:.87rem;margin:.05rem 0}
        details.row>:not(summary):not(article){margin:.5rem 1.1rem}
        .fix b,.attack b{display:block;font-size:.82rem;color:var(--soft);margin-bottom:.1rem}.fix p{margin:.1rem 0}
        pre{margin:.2rem 0}pre code{display:block;padding:.6rem .8rem;white-space:pre-wrap}
        footer{margin:2rem 0 1rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.88rem}
        @media(max-width:44rem){body{padding:.7rem}header{gap:.9rem;padding:.9rem;align-items:flex-start}
        .grade{width:3.6rem;height:3.6rem;font-size:2.2rem;border-radius:.8rem}h1{font-size:1.2rem}
        .top{grid-template-columns:1fr}details.row>summary{grid-template-columns:1fr;gap:.1rem}.group{display:none}
        details.row:not([class*=" e-"])>summary{grid-template-columns:1fr}}
        @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--code:#f3f3f3;--critical:#a80f36;
        --high:#b0400d;--medium:#7d5804;--low:#2b639b}
        body{max-width:none;font-size:9.5pt;padding:0}header{border:0;padding:0;background:none}
        .grade,.small{print-color-adjust:exact;-webkit-print-color-adjust:exact}.hint{display:none}
        details.row,.top>*{break-inside:avoid}h2{break-after:avoid}}

        """
}
