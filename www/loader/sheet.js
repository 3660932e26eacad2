// The one style sheet of the shadow root. A constructable sheet needs no `style-src` from the page.

/** Sizes that the frame's sheet repeats: the launcher is 56 px, the panel stands 14 px above it. Icons are clipped boxes. */
export const css = `
*{box-sizing:border-box}
.layer{position:fixed;inset:0;width:auto;height:auto;margin:0;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);border:0;background:none;overflow:visible;pointer-events:none;font:500 15px/1.5 system-ui;color:#14171f}
[hidden],.full .launcher,.has::before{display:none!important}
.stage,iframe{position:absolute;inset:0;width:100%;height:100%}
.stage{transform-origin:var(--x) calc(100% - var(--b) - 56px)}
iframe{border:0;opacity:0}
.card,.wait{position:absolute;border-radius:20px;box-shadow:0 0 0 1px #10142010,0 2px 6px #10142014,0 14px 36px #10142034}
.wait{bottom:calc(var(--b) + 70px + env(safe-area-inset-bottom));width:min(400px,100% - 2*var(--s));height:min(680px,100% - var(--b) - 90px);overflow:hidden;pointer-events:auto;text-align:center;background:#fff}
.dark .wait{background:#15171c;color:#eee}
.right>.launcher,.right .wait{right:calc(var(--s) + env(safe-area-inset-right))}
.left>.launcher,.left .wait{left:calc(var(--s) + env(safe-area-inset-left))}
.wait::before{content:"";display:block;height:38%}
.wait:empty::after{content:"";display:block;height:54px;margin:24px;background:linear-gradient(#8886 40%,#0000 0 60%,#8884 0);animation:rise 1s infinite alternate}
button,.wait::before{font:inherit;border:0;cursor:pointer;color:var(--o);background:linear-gradient(150deg,var(--p),var(--q))}
.wait button{padding:10px 20px;border-radius:12px}
.launcher{position:absolute;bottom:calc(var(--b) + env(safe-area-inset-bottom));width:56px;height:56px;border-radius:50%;pointer-events:auto;box-shadow:0 1px 3px #10142033,0 6px 20px #1014203d;transition:.18s;animation:rise .3s}
.launcher:hover{transform:scale(1.07)}
:focus-visible{outline:3px solid var(--p);outline-offset:3px}
.launcher::before,.launcher::after,img{content:"";position:absolute;inset:14px;width:28px;height:28px;transition:.2s;background:currentColor;forced-color-adjust:none;clip-path:path("M14 3C7.900 3 3 7.300 3 12.600c0 3 1.600 5.700 4.100 7.400-.1 1.200-.6 2.600-1.500 3.700-.3.4 0 .9.5.9 2.100-.2 4-1 5.400-2.100.8.1 1.600.2 2.500.2 6.100 0 11-4.300 11-9.600S20.100 3 14 3z")}
img{clip-path:circle();object-fit:cover}
.launcher::after{clip-path:polygon(50% 60%,82% 28%,91% 37%,50% 78%,9% 37%,18% 28%)}
.open>.launcher::before,.open img,.launcher::after{opacity:0;transform:scale(.5)}
.open>.launcher::after{opacity:1;transform:none}
.badge{position:absolute;z-index:1;top:-4px;inset-inline-end:-4px;min-width:22px;padding:0 6px;border-radius:11px;font-size:12px;line-height:22px;color:#fff;background:#d92d20;box-shadow:0 0 0 2px #fff;animation:rise .3s}
.say{position:absolute;clip-path:inset(50%)}
@keyframes rise{from{opacity:.3}}
@media (max-width:480px),(max-height:450px){.wait{inset:0!important;width:auto;height:auto;border-radius:0}}
@media (prefers-reduced-motion){*,::before,::after{animation:none!important;transition:none!important}}
@media (forced-colors:active){.launcher,.card{border:2px solid}}
@media print{.layer{display:none}}`;
