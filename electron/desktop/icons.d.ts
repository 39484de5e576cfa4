/** A picture that the bundle holds, as a data URL. */
declare module '*.png?inline' {
  const dataUrl: string;

  // biome-ignore lint/style/noDefaultExport: it is Vite that gives it so
  export { dataUrl as default };
}
