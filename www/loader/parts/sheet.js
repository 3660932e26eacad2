// The one style sheet of the shadow root. A constructable sheet needs no `style-src` from the page.

/** Sizes that the frame's sheet repeats: the launcher is 56 px, the panel stands 14 px above it. */
export const css = `
*{box-sizing:border-box}
.layer{position:fixed;inset:0;width:auto;height:auto;max-width:none;max-height:none;margin:0;padding:0;border:0;background:none;overflow:visible;pointer-events:none;
font:500 14px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
.stage{position:absolute;inset:0;transform-origin:var(--x) calc(100% - var(--b) - 56px)}
.stage[hidden],.wait[hidden],.card[hidden],.launcher[hidden],.badge[hidden]{display:none}
iframe{position:absolute;inset:0;width:100%;height:100%;border:0;margin:0;background:none;pointer-events:auto;clip-path:inset(50%)}
.card{position:absolute;box-shadow:0 0 0 1px rgb(16 20 32/.06),0 2px 6px rgb(16 20 32/.08),0 14px 36px rgb(16 20 32/.2)}
.wait{position:absolute;inset-block:auto calc(var(--b) + 70px + env(safe-area-inset-bottom));width:min(400px,100% - 2*var(--s));height:min(680px,100% - var(--b) - 90px);
border-radius:20px;overflow:hidden;pointer-events:auto;background:#fff;color:#1c2130;box-shadow:0 14px 36px rgb(16 20 32/.2)}
.right .wait,.right .launcher{right:calc(var(--s) + env(safe-area-inset-right))}
.left .wait,.left .launcher{left:calc(var(--s) + env(safe-area-inset-left))}
.dark .wait{background:#15171c;color:#eceef3}
.wait::before{content:"";display:block;height:38%;background:linear-gradient(150deg,var(--p),var(--p2))}
.wait i{display:block;height:14px;border-radius:7px;margin:22px 24px 0;background:currentColor;opacity:.12;animation:wait 1.2s ease-in-out infinite alternate}
.wait i+i{width:55%;animation-delay:.2s}
.wait p{margin:24px;text-align:center}
.wait button{font:inherit;font-weight:600;display:block;margin:16px auto;padding:10px 20px;border:0;border-radius:10px;background:var(--p);color:var(--on);cursor:pointer}
.launcher{position:absolute;bottom:calc(var(--b) + env(safe-area-inset-bottom));width:56px;height:56px;padding:0;border:0;border-radius:50%;cursor:pointer;pointer-events:auto;
color:var(--on);background:linear-gradient(150deg,var(--p),var(--p2));box-shadow:0 1px 3px rgb(16 20 32/.2),0 6px 20px rgb(16 20 32/.24);
transition:transform .18s cubic-bezier(.3,1.4,.5,1),box-shadow .18s;animation:rise .3s cubic-bezier(.2,.9,.3,1.1)}
.launcher:hover{transform:scale(1.06);box-shadow:0 2px 4px rgb(16 20 32/.2),0 10px 28px rgb(16 20 32/.3)}
.launcher:active{transform:scale(.95)}
:focus-visible{outline:3px solid var(--p);outline-offset:3px}
svg,img{position:absolute;inset:0;margin:auto;width:28px;height:28px;transition:opacity .16s,transform .22s;object-fit:contain}
img{width:32px;height:32px;border-radius:50%}
.open .launcher :is(svg,img):not(.down),.down{opacity:0;transform:rotate(30deg) scale(.6)}
.open .launcher .down{opacity:1;transform:none}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;font-size:12px;line-height:22px;font-weight:700;color:#fff;background:#d92d20;
box-shadow:0 0 0 2px #fff;animation:rise .3s cubic-bezier(.3,1.6,.5,1)}
.say{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.inset{position:absolute;visibility:hidden;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}
@keyframes rise{from{opacity:0;transform:scale(.5)}}
@keyframes wait{to{opacity:.05}}
@media (max-width:480px),(max-height:450px){.wait{inset:0!important;width:auto;height:auto;border-radius:0}.full .launcher{display:none}}
@media (prefers-reduced-motion:reduce){*,::before{animation:none!important;transition:none!important}}
@media (forced-colors:active){.launcher,.wait,.card{border:2px solid ButtonText}svg{color:ButtonText}}
@media print{.layer{display:none}}`;
