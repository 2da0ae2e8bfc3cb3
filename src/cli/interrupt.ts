/** While a run goes on: the first Ctrl-C stops it in good order, another one at once. */
export function onInterrupt(): { readonly signal: AbortSignal; release(): void } {
  const stop = new AbortController();
  let asked: number | undefined;
  const heard = (): void => {
    const now = performance.now();
    if (asked === undefined) {
      asked = now;
      stop.abort();
      return;
    }
    // npx hands on what the terminal has sent to everybody already: that is no second wish.
    if (now - asked < 1000) return;
    process.removeListener("SIGINT", heard);
    process.kill(process.pid, "SIGINT");
  };
  process.on("SIGINT", heard);
  return { signal: stop.signal, release: () => void process.removeListener("SIGINT", heard) };
}
