import { create } from 'zustand';

interface Interface {
  readonly isPaletteOpen: boolean;
  readonly isSheetOpen: boolean;
  readonly set: (patch: Partial<Pick<Interface, 'isPaletteOpen' | 'isSheetOpen'>>) => void;
}

/** What is open over the screens; rows are never kept here. */
export const useInterface = create<Interface>()((set) => ({ isPaletteOpen: false, isSheetOpen: false, set }));
