// Colours and size as chosen before, applied before anything is drawn, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const chosen = key => {
    try {
      return localStorage.getItem('signet.' + key) ?? '';
    } catch {
      return ''; // a browser that keeps nothing is no reason to show nothing
    }
  };
  if (['light', 'dark'].includes(chosen('theme'))) {
    root.dataset.theme = chosen('theme');
  }
  if (chosen('wall') === 'yes') {
    root.dataset.wall = '';
  }
})();
