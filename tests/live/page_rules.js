// What holds on every page, looked at in the page itself: names, headings, sizes of what is touched, contrast.
(() => {
  const all = (what) => [...document.querySelectorAll(what)];
  const seen = (e) => e.getClientRects().length > 0;
  const short = (e) => e.outerHTML.slice(0, 120);
  const name = (e) => (e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].innerText) || e.innerText || '').trim();
  const light = (colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((one) => one / 255);
    const [r, g, b] = parts.map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== 'transparent' && !/, 0\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratio = (e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const wordy = (e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const controls = all('button, input, textarea, select, a').filter(seen);
  const ids = all('[id]').map((e) => e.id);
  const touched = controls.filter((e) => e.matches('button') && !e.matches('.step'));
  const read = all('main *, header *, nav *').filter((e) => seen(e) && wordy(e) && !e.matches('.unseen, .step, :disabled'));
  const described = all('[aria-describedby]').flatMap((e) => e.getAttribute('aria-describedby').split(' '));
  return {
    unnamed: controls.filter((e) => !name(e)).map(short),
    levels: all('h1, h2, h3').filter(seen).map((e) => Number(e.tagName[1])),
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
    dangling: described.filter((id) => !document.getElementById(id)),
    wide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    low: touched.filter((e) => e.getBoundingClientRect().height < 48).map(short),
    faint: read.filter((e) => ratio(e) < 4.5).map((e) => short(e) + ' ' + ratio(e).toFixed(2)),
    turned: document.documentElement.dir,
  };
})()
