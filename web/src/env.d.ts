interface ImportMetaEnv {
  /** What a login asks sgID for, separated by spaces. Written into the pages when they are built. */
  readonly SGID_SCOPES: string
}
