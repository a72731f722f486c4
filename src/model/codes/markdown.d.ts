/** A text file that the build puts into the bundle as it stands. */
declare module "*.md" {
  const text: string;
  export default text;
}
