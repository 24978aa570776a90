/** For inputs that change what they name: besides the fields that name it at least one more is there. */
export const changesSomething =
  (...naming: string[]) =>
  (input: object): boolean =>
    Object.keys(input).some(field => !naming.includes(field));

export const CHANGES_NOTHING = "names nothing to change";
