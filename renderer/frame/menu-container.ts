/** Menus are put inside of `main`: outside of every landmark a screen reader's user would not find them. */
export const menuContainerId = 'menus';

export const menuContainer = (): HTMLElement => document.getElementById(menuContainerId) ?? document.body;
