// Gives the page's nonce to every style sheet that scripts add. The component library passes it on
// almost everywhere, but not when it locks scrolling or measures a scroll bar. Markup inserted from
// outside still has no nonce, which is what the policy is for.
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export function giveNonceToStyles(): void {
  const create = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
}
