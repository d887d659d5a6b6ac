import type { ContactPoint } from '#domain/contacts/contact-point.ts';
import { IconBrandFacebook, IconBrandInstagram, IconBrandWhatsapp, IconBrandX, IconHome, IconMail, IconMessageCircle, IconPhone, IconWorld, type Icon } from '@tabler/icons-react';

const signs: Readonly<Record<ContactPoint['kind'], Icon>> = {
  phone: IconPhone,
  email: IconMail,
  whatsapp: IconBrandWhatsapp,
  facebook: IconBrandFacebook,
  twitter: IconBrandX,
  instagram: IconBrandInstagram,
  webchat: IconMessageCircle,
  postal: IconHome,
  url: IconWorld,
};

/** Whether somebody is called there. */
export const isCalled = (kind: ContactPoint['kind']): boolean => kind === 'phone' || kind === 'whatsapp';

/** The sign of a way to reach somebody. */
export function PointSign({ kind }: { readonly kind: ContactPoint['kind'] }) {
  const Sign = signs[kind];
  return <Sign size={15} stroke={1.75} aria-hidden />;
}
