import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = ['#e9f6f8', '#d3ebf0', '#a6d8e1', '#74c2d0', '#4aaec0', '#2b9bb0', '#17869b', '#0d6f83', '#0a5b6c', '#074553'];

/** The looks that components are given; colours and sizes themselves are in `tokens.css`, so that no style is written into the page. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' } },
    Button: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    ColorInput: { defaultProps: { size: 'xs' } },
    JsonInput: { defaultProps: { size: 'xs' } },
    Loader: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md', position: 'bottom-end' } },
    Modal: { defaultProps: { transitionProps: { duration: 80, transition: 'fade' }, lockScroll: false, size: 460, overlayProps: { backgroundOpacity: 0.35 } } },
    MultiSelect: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 }, shadow: 'md' }, maxDropdownHeight: 280 } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 0 } },
    Select: {
      defaultProps: { size: 'xs', openOnFocus: false, comboboxProps: { transitionProps: { duration: 0 }, shadow: 'md' }, nothingFoundMessage: '—', maxDropdownHeight: 280 },
    },
    Switch: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    Textarea: { defaultProps: { size: 'xs', autosize: true, minRows: 2, maxRows: 12 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, transitionProps: { duration: 0 }, events: { hover: true, focus: true, touch: true } } },
  },
});
