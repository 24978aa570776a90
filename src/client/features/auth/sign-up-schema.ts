import { z } from "zod";
import { Password } from "../../../shared/auth/password.schema.ts";
import { Email, line, Phone } from "../../../shared/text.ts";

const account = {
  fullName: line(2, 120),
  email: Email,
  password: Password,
};

/** What a customer types; a phone may stay empty. */
export const CustomerSignUp = z.object({ ...account, phone: z.union([z.literal(""), Phone]) });
export type CustomerSignUp = z.infer<typeof CustomerSignUp>;

/** What a business types. Its place is found from the address: suggestions need an account. */
export const BusinessSignUp = z.object({
  ...account,
  phone: Phone,
  businessName: line(2, 120),
  address: z.object({ address: line(2, 200) }),
});
export type BusinessSignUp = z.infer<typeof BusinessSignUp>;

const WORDS: Record<string, string> = {
  fullName: "Type your first and last name",
  email: "Type your whole e-mail address",
  phone: "Type a telephone number such as +358 40 123 4567",
  password: "At least 10 characters; a short sentence is good",
  businessName: "Type the name as it stands on the door",
  "address.address": "Type street, number and city",
};

/** What is missing in a field, in the words of the form. */
export const signUpWords = (path: readonly PropertyKey[] = []): string | undefined =>
  WORDS[path.map(String).join(".")];
