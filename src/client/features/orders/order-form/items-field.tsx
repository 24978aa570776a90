import { Plus, Trash2 } from "lucide-react";
import { Controller, useFieldArray } from "react-hook-form";
import { Handling } from "../../../../shared/orders/order.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Select } from "../../../ui/select.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { HANDLING, HandlingIcon } from "./handling.tsx";
import { EMPTY_ITEM } from "./order-form-values.ts";
import type { OrderFormApi } from "./use-order-form.ts";

const MAX_ITEMS = 50;
const HANDLING_OPTIONS = Handling.options.map(value => ({
  value,
  label: HANDLING[value].label,
  icon: <HandlingIcon handling={value} />,
}));

/** What is in the parcel: a row an item. */
export function ItemsField({ form }: { form: OrderFormApi }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "items" });
  const { errors } = form.formState;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">Items</legend>
      {fields.map((field, index) => {
        const problems = errors.items?.[index];
        const isFirst = index === 0;
        return (
          <div
            key={field.id}
            className="grid grid-cols-[minmax(0,1fr)_4.5rem_2.25rem] items-start gap-x-2 gap-y-2 @lg:grid-cols-[minmax(0,1fr)_4.5rem_12rem_2.25rem]"
          >
            <Field
              label={isFirst ? "Item" : `Item ${index + 1}`}
              hideLabel={!isFirst}
              error={problems?.name?.message}
            >
              {control => (
                <TextInput
                  {...control}
                  {...form.register(`items.${index}.name`)}
                  placeholder={isFirst ? "Insulin pens" : ""}
                  maxLength={120}
                />
              )}
            </Field>
            <Field
              label={isFirst ? "How many" : `How many of item ${index + 1}`}
              hideLabel={!isFirst}
              error={problems?.quantity?.message}
            >
              {control => (
                <TextInput
                  {...control}
                  {...form.register(`items.${index}.quantity`, { valueAsNumber: true })}
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={999}
                  className="text-right font-mono"
                />
              )}
            </Field>
            <div className="order-last col-span-2 @lg:order-none @lg:col-span-1">
              <Field label={isFirst ? "Carried" : `How item ${index + 1} is carried`} hideLabel={!isFirst}>
                {control => (
                  <Controller
                    control={form.control}
                    name={`items.${index}.handling`}
                    render={({ field: { value, onChange } }) => (
                      <Select {...control} value={value} onChange={onChange} options={HANDLING_OPTIONS} />
                    )}
                  />
                )}
              </Field>
            </div>
            <IconButton
              label={`Remove item ${index + 1}`}
              className={isFirst ? "mt-6" : ""}
              disabled={fields.length === 1}
              onClick={() => remove(index)}
            >
              <Trash2 aria-hidden className="size-4" strokeWidth={1.75} />
            </IconButton>
          </div>
        );
      })}
      {errors.items?.message || errors.items?.root?.message ? (
        <p className="text-danger text-sm">{errors.items.message ?? errors.items.root?.message}</p>
      ) : null}
      {fields.length < MAX_ITEMS ? (
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden className="size-4" strokeWidth={1.75} />}
          onClick={() => append({ ...EMPTY_ITEM }, { focusName: `items.${fields.length}.name` })}
        >
          Add an item
        </Button>
      ) : null}
    </fieldset>
  );
}
