import '@mantine/core/styles.layer.css';
import '../ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { createPhoneBench } from './phone-bench.ts';
import { PhoneStory } from './phone-stories.tsx';

const name = new URLSearchParams(window.location.search).get('story');
const root = document.getElementById('root');
if (name !== null && root) createRoot(root).render(<PhoneStory name={name} />);
else Object.assign(window, { bench: createPhoneBench() });
